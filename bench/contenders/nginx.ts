import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { Entry } from '../field.ts'
import { childrenOf, freePort, start } from '../processes.ts'

/** Debian puts it where only root looks. */
const PLACES = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin']

const find = () => PLACES.map((folder) => path.join(folder, 'nginx')).find((file) => fs.existsSync(file))

/** Debian's, where root may have it installed; one worker, nothing buffered that a stream would wait for. */
export const nginx: Entry = async ({ upstream, folder }) => {
  if (!find() && process.getuid?.() === 0)
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'nginx-light'], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  const program = find()
  if (!program) return 'nginx is not compared: it is not installed here. On Debian: sudo apt-get install nginx-light'
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const config = path.join(folder, 'nginx.conf')
  fs.writeFileSync(config, configOf(port, upstream, folder))
  const { pid, startMs, stop } = await start(program, ['-e', 'stderr', '-p', folder, '-c', config], { origin })
  const workers = childrenOf(pid)
  return { name: 'nginx', origin, headers: { 'x-api-key': 'of-nobody' }, pids: workers, startMs, exact: true, stop }
}

const configOf = (port: number, upstream: string, folder: string): string => `
daemon off;
worker_processes 1;
worker_rlimit_nofile 8192;
error_log stderr error;
pid ${folder}/nginx.pid;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  upstream provider { server ${new URL(upstream).host}; keepalive 2048; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:${port} backlog=2048;
    keepalive_requests 1000000;
    client_max_body_size 0;
    location / {
      proxy_pass http://provider;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_request_buffering off;
      proxy_read_timeout 600s;
    }
  }
}
`
