import { delimiter, join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { findProgram } from '../plugins/utils/find-program.ts'
import { exampleProject } from './project.ts'

const browser = findProgram('chromium', (process.env['PATH'] ?? '').split(delimiter))

const HOSTILE = `
export default () => ({
  name: 'hostile',
  version: '1',
  deterministic: true,
  interpret: {
    async bits(box) {
      await box.query([true, false, true, false])
      const markup = '</text><script>document.title = "broken"</script>\\u0000\\u202E'
      const source = '// ' + markup + '\\nfunction f(x) {\\n  return true\\n}'
      return { description: markup, domain: null, code: { language: 'javascript', source } }
    },
  },
})
`

/** Widths of the pictures on a page, each of which has to be one. */
const WIDTHS = `Promise.all(
  [...document.querySelectorAll('a > img[src^="data:image/svg+xml"]')].map(async (image) => {
    await image.decode()
    return image.naturalWidth
  }),
)`

// Skipped by name where there is none: .ci/run says why.
test.skipIf(browser === undefined)('the UI shows a case, the page a run', async () => {
  const project = await exampleProject('bits')
  await project.write('interpreters/hostile.ts', HOSTILE)
  const args = ['--watch', '--ui', '--open=false', '-t', 'bits/f00002', '--api.port=0']
  const run = project.start(args, { FIND_INTERPRETERS: 'hostile' })
  await run.waitFor(' page: .find/latest/report.html')

  const chrome = await chromium.launch({ executablePath: browser!, args: ['--no-sandbox'] })
  onTestFinished(() => chrome.close())
  const page = await chrome.newPage()
  const [address] = /http:\S+__vitest__\S+/.exec(run.output())!
  await page.goto(address)
  await page.getByPlaceholder(/Search/).fill('bits/f00002')
  await page.getByText('bits/f00002').first().click()
  for (const title of ['truth', 'answer', 'scores', 'queries'])
    await page.getByText(title, { exact: true }).first().waitFor()
  await page.getByText('1 of 5000, 1 distinct, in 1 experiment').waitFor()
  const widths = await page.evaluate<number[]>(WIDTHS)
  expect(widths).toEqual([600, 600, 600, 600])
  expect(await page.title()).not.toBe('broken')

  await page.goto(pathToFileURL(join(project.root, '.find/latest/report.html')).href)
  expect(await page.title()).toMatch(/^vitest-find, \d{4}-/)
  expect(await page.locator('h2').allTextContents()).toEqual(['Verdicts', 'hostile', 'Legend'])
  expect(await page.locator('tr.total td').first().textContent()).toBe('bits')
})
