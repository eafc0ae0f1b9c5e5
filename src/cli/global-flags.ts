/** The flags that every command takes, as they were given. */

export interface GlobalFlags {
  readonly email?: string
  readonly passwordStdin?: true
  /** A name, a MAC or an index. */
  readonly device?: string
  readonly units?: string
  readonly cloud?: string
  readonly ca?: string
  readonly timeout?: string
  readonly readOnly?: true
  /** How many `-v`. */
  readonly verbose: number
  readonly debug?: true
  readonly logFile?: string
  readonly logSize?: string
  readonly logCount?: number
  readonly color: boolean
}
