/** The unit by which systemd runs a station: for the whole machine under a user of its own, or for one who is signed in. */

export interface UnitOptions {
  /** Program and arguments. */
  readonly command: readonly string[]
  /** Under the account of who installs it. */
  readonly user: boolean
}

export const unitName = 'navilink.service'

/** Where the record and the sessions are, and the config is looked for, when it serves the machine. */
export const systemFolders = { state: '/var/lib/navilink', config: '/etc/navilink' } as const

/** Read by systemd itself, so that only root has to be able to. */
const environmentFile = (user: boolean) =>
  user ? '%h/.config/navilink/environment' : `${systemFolders.config}/environment`

export function systemdUnit({ command, user }: UnitOptions): string {
  const unit = [
    'Description=navilink, the station of the water heaters',
    ...(user ? [] : ['Wants=network-online.target', 'After=network-online.target time-sync.target']),
  ]
  const service = [
    'Type=notify',
    '# systemd-notify speaks for it, as a child.',
    'NotifyAccess=all',
    `ExecStart=${command.map(word).join(' ')}`,
    'ExecReload=/bin/kill -HUP $MAINPID',
    '# It is fed only while samples come, or are missed with a reason. SIGTERM lets what came be kept.',
    'WatchdogSec=120',
    'WatchdogSignal=SIGTERM',
    'TimeoutStartSec=60',
    'TimeoutStopSec=10',
    'Restart=always',
    'RestartSec=10',
    '# A wrong config and a missing password don’t mend by themselves.',
    'RestartPreventExitStatus=2 3',
    '# NAVILINK_EMAIL, NAVILINK_PASSWORD and what the config names by env.',
    `EnvironmentFile=-${environmentFile(user)}`,
    'UMask=0077',
    ...(user ? [] : forTheMachine),
    '',
    '# Node compiles while it runs, so MemoryDenyWriteExecute= can’t be had.',
    ...hardening,
    ...(user ? [] : walls),
  ]
  const install = [`WantedBy=${user ? 'default.target' : 'multi-user.target'}`]
  const section = (name: string, lines: readonly string[]) => [`[${name}]`, ...lines].join('\n')
  return `# Made by navilink service install, which writes over it; systemctl ${user ? '--user ' : ''}edit navilink keeps changes.
${section('Unit', unit)}

${section('Service', service)}

${section('Install', install)}
`
}

const forTheMachine = [
  'DynamicUser=yes',
  'StateDirectory=navilink',
  'StateDirectoryMode=0700',
  `WorkingDirectory=${systemFolders.state}`,
  `Environment=HOME=${systemFolders.state} XDG_STATE_HOME=/var/lib XDG_CONFIG_HOME=/etc`,
]

/** What a service manager without privileges can do as well. */
const hardening = [
  'NoNewPrivileges=yes',
  'LockPersonality=yes',
  'RestrictRealtime=yes',
  'RestrictSUIDSGID=yes',
  'RestrictNamespaces=yes',
  'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK',
  'SystemCallArchitectures=native',
  'SystemCallFilter=@system-service',
  'SystemCallErrorNumber=EPERM',
]

const walls = [
  'CapabilityBoundingSet=',
  'PrivateDevices=yes',
  'PrivateTmp=yes',
  'ProtectClock=yes',
  'ProtectControlGroups=yes',
  'ProtectHome=yes',
  'ProtectHostname=yes',
  'ProtectKernelLogs=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelTunables=yes',
  'ProtectProc=invisible',
  'ProtectSystem=strict',
  'RemoveIPC=yes',
]

/** systemd takes blanks and quotes for its own, and % and $ for the beginning of something. */
function word(text: string): string {
  const plain = text.replaceAll('%', '%%').replaceAll('$', '$$$$')
  return /^[\w@%+=:,./$-]+$/.test(plain) ? plain : `"${plain.replaceAll(/["\\]/g, found => `\\${found}`)}"`
}
