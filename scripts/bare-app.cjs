// The least that an app in the tray can be, for comparison: `electron FOLDER-WITH-THIS ICON PORT`. It answers at PORT once its tray stands.
const { createServer } = require('node:http')
const { app, Tray } = require('electron')

const [icon = '', port] = process.argv.slice(-2)
/** @type {import("electron").Tray | null} */
let tray = null
app.whenReady().then(() => {
  tray = new Tray(icon)
  tray.setToolTip('bare')
  createServer((_, res) => res.end('ok')).listen(Number(port), '127.0.0.1')
})
