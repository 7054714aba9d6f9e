// Holds each file against the structure, cardinalities and required code lists of FHIR R4, as another program knows them.
// node validator.mjs FILE.json...   one line of JSON per file: name, errors.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import fhir from 'fhir'

const reader = new fhir.Fhir()
for (const file of process.argv.slice(2)) {
  const found = reader.validate(JSON.parse(await readFile(file, 'utf8')), { errorOnUnexpected: true }).messages
  const errors = found.filter((one) => one.severity === 'error' || one.severity === 'fatal')
  console.log(JSON.stringify({ name: basename(file, '.json'), errors: errors.map((one) => `${one.location}: ${one.message}`) }))
}
