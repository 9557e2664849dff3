/** The heat maps that the field draws of a circuit: effects by layer and head, by layer and position. */
import type { Comparison } from '../../../library/patching/comparison.ts'
import type { Shape } from '../../../library/transformer/model.ts'
import type { Picture } from '../../contracts.ts'
import { heatMap } from './heat-map.ts'
import type { CircuitEvidence, JudgedComponent } from './index.ts'

/** Effects by layer and head, MLPs last, of the answer and of exhaustive patching. */
export function componentMaps({ components }: CircuitEvidence, shape: Shape): readonly Picture[] {
  const { layers, heads, dMlp } = shape
  const columns = [
    ...Array.from({ length: heads }, (_, head) => String(head)),
    ...(dMlp > 0 ? ['MLP'] : []),
  ]
  const at = <T>(of: (one: JudgedComponent) => T): T[][] =>
    Array.from({ length: layers }, (_, layer) =>
      columns.map((__, column) => of(components[layer * columns.length + column]!)),
    )
  const draw = (title: string, of: (one: JudgedComponent) => number): Picture => ({
    title,
    svg: heatMap({
      title: `${title}; framed: the circuit`,
      rows: { title: 'layer', labels: layerNames(layers) },
      columns: { title: 'head', labels: columns },
      values: at(of),
      framed: at(({ isPart }) => isPart),
    }),
  })
  return [
    draw('scores of the answer', ({ score }) => score),
    draw('effects of exhaustive patching', ({ reference }) => reference),
  ]
}

/** Effects of denoising the residual stream by layer and position, on the first pair. */
export async function positionMap(
  { lab, clean, corrupted, measureEach }: Comparison,
  written: (token: number) => string,
): Promise<Picture> {
  const { layers } = lab.shape
  const [tokens] = clean.prompts
  const [from, to] = [corrupted, clean].map(({ logits }) => measureEach(logits)[0]!)
  const values: number[][] = []
  for (let layer = 0; layer < layers; layer++) {
    const row: number[] = []
    for (let position = 0; position < tokens!.length; position++) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { logits } = await lab.patch(corrupted, [
        { hook: { kind: 'resid_pre', layer }, positions: [position], by: clean },
      ])
      row.push((measureEach(logits)[0]! - from!) / (to! - from!))
    }
    values.push(row)
  }
  const title = 'effects of the residual stream'
  return {
    title,
    svg: heatMap({
      title: `${title}: ${tokens!.map(written).map(escaped).join(' ')}`,
      rows: { title: 'layer', labels: layerNames(layers) },
      columns: { title: 'position', labels: tokens!.map((_, position) => String(position)) },
      values,
    }),
  }
}

const layerNames = (layers: number) => Array.from({ length: layers }, (_, layer) => String(layer))

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
