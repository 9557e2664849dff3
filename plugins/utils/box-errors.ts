/** More inputs were asked than the budget has left. Nothing was run or charged. */
export class BudgetExceeded extends Error {
  override readonly name = 'BudgetExceeded'
  constructor(asked: number, left: number, budget: number) {
    super(`asked ${asked} queries with ${left} of ${budget} left`)
  }
}

/** An input is not of the box's category. Nothing was run or charged. */
export class InvalidQuery extends Error {
  override readonly name = 'InvalidQuery'
}
