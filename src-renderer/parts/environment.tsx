import { useState } from 'react'
import { text } from '../../src-shared/text/text.ts'
import { useActions, useRelay } from '../store/context.tsx'
import { Button } from './button.tsx'

/** The lines that lead Claude Code here, and a button that copies them with the real token in place. */
export function Environment() {
  const { copyEnvironment } = useActions()
  const listen = useRelay((snapshot) => snapshot.settings.listen)
  const relay = useRelay((snapshot) => snapshot.relay)
  const windows = useRelay((snapshot) => snapshot.platform === 'win32')
  const [copied, setCopied] = useState(false)
  const address = 'port' in relay ? `${relay.host}:${relay.port}` : listen
  return (
    <div className="environment">
      <pre>
        {`ANTHROPIC_BASE_URL=http://${address}\nANTHROPIC_AUTH_TOKEN=`}
        <span className="quiet">{text.window.tokenHidden}</span>
      </pre>
      <Button
        look="link"
        onClick={async () => setCopied((await copyEnvironment(windows ? 'powershell' : 'posix')).ok)}
        onBlur={() => setCopied(false)}
      >
        {copied ? text.window.bar.copied : text.window.keys.first.copy}
      </Button>
    </div>
  )
}
