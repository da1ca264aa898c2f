// A browser, in which a test opens the pages of somebody who means harm.
const { app, BrowserWindow } = require('electron')

app.whenReady().then(() => new BrowserWindow({ show: false }).loadURL('about:blank'))
