// A runtime that electron-builder takes from a folder is copied as it is; these are the folder's, not the app's.
const fs = require('node:fs')
const path = require('node:path')

/** @param {import('electron-builder').AfterPackContext} context */
exports.default = async ({ appOutDir }) => {
  for (const name of ['resources/default_app.asar', 'version', '.complete']) {
    fs.rmSync(path.join(appOutDir, name), { force: true })
  }
}
