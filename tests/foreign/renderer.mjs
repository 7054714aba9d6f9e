// Shows the Questionnaire with each response in LHC-Forms, in a real browser, and tells what stands on the page.
// node renderer.mjs FORM.json RESPONSE.json...   one line of JSON per response: name, shown, values.
import { readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import chromium from '@sparticuz/chromium'
import puppeteer from 'puppeteer-core'

const LFORMS = join(dirname(fileURLToPath(import.meta.url)), 'node_modules/lforms/dist/lforms')
const SCRIPTS = ['webcomponent/assets/lib/zone.min.js', 'webcomponent/lhc-forms.js', 'fhir/lformsFHIRAll.min.js']

/** In the page: the form with its answers, then every item that has an element, and every number it counted. */
async function told (form, response) {
  const { LForms, document } = globalThis
  const data = LForms.Util.mergeFHIRDataIntoLForms(response, LForms.Util.convertFHIRQuestionnaireToLForms(form, 'R4'), 'R4')
  await LForms.Util.addFormToPage(data, 'form')
  const live = () => document.querySelector('wc-lhc-form').lhcFormData
  const record = (item) => {
    for (let one = item; one; one = one._parentItem) {
      if (!one.linkId?.endsWith('@')) continue
      const number = one.items.find((each) => each.linkId.endsWith('.number'))
      if (number) return Number(number.value ?? 0) // its fields hold text; 0: the empty repetition that is shown for the next one
    }
    return null
  }
  const shown = () => live().itemList
    .filter((item) => document.getElementById(`item-${item._elementId}`))
    .map((item) => [record(item), item.linkId])
  let before = -1
  for (let now = shown().length; now !== before; now = shown().length) {
    before = now
    await new Promise((resolve) => setTimeout(resolve, 400))
  }
  const counted = live().itemList.filter((item) => item.extension?.some((one) => one.url.endsWith('calculatedExpression')))
  const enabled = counted.filter((item) => item._skipLogicStatus !== 'target-disabled')
  return { shown: shown(), values: enabled.map((item) => [record(item), item.linkId, item.value ?? null]) }
}

const [formFile, ...responseFiles] = process.argv.slice(2)
const form = JSON.parse(await readFile(formFile, 'utf8'))
const browser = await puppeteer.launch({
  args: [...chromium.args, '--no-sandbox'],
  executablePath: await chromium.executablePath(),
  headless: 'shell',
  protocolTimeout: 300000
})
for (const file of responseFiles) {
  const page = await browser.newPage()
  await page.setViewport({ width: 1366, height: 768 })
  await page.setOfflineMode(true)
  await page.setContent('<!doctype html><meta charset="utf-8"><div id="form"></div>')
  await page.addStyleTag({ path: join(LFORMS, 'webcomponent/styles.css') })
  for (const script of SCRIPTS) await page.addScriptTag({ path: join(LFORMS, script) })
  await page.waitForFunction('globalThis.LForms?.FHIR && globalThis.LForms.Util')
  const response = JSON.parse(await readFile(file, 'utf8'))
  console.log(JSON.stringify({ name: basename(file, '.json'), ...await page.evaluate(told, form, response) }))
  if (process.env.PICTURES) await writeFile(`${file}.png`, await page.screenshot())
  await page.close()
}
await browser.close()
