import { useState } from 'react'
import { text } from '../../src-shared/text/text.ts'
import { useActions, useRelay } from '../store/context.tsx'
import { baseUrl, isGuarded } from '../words/base-url.ts'
import { Button } from './button.tsx'

/** The lines that lead Claude Code here, and a button that copies them with the real token in place. */
export function Environment() {
  const { copyEnvironment } = useActions()
  const url = useRelay(baseUrl)
  const guarded = useRelay((snapshot) => isGuarded(snapshot))
  const windows = useRelay((snapshot) => snapshot.platform === 'win32')
  const [copied, setCopied] = useState(false)
  return (
    <div className="environment">
      <pre>
        {`ANTHROPIC_BASE_URL=${url}\nANTHROPIC_AUTH_TOKEN=`}
        <span className="quiet">{text.window.tokenHidden}</span>
        {guarded && (
          <>
            {'\nNODE_EXTRA_CA_CERTS='}
            <span className="quiet">{text.window.certificateHidden}</span>
          </>
        )}
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
