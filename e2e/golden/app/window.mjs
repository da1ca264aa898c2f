// A bare window for the pictures of the gallery: what is loaded there, and at which scale, the test says.
import { app, BrowserWindow } from 'electron'

// Not awaited: Electron is ready only after this file has ended.
app.whenReady().then(() => new BrowserWindow({ width: 1080, height: 720, frame: false }).loadURL('about:blank'))
