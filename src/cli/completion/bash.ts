/** The completion of bash. */
import { allNodes, type CommandNode, flagsAt, nameOf, places, type Value, valueFlags, wordsOf } from './command-tree.ts'
import { caseOf, flagPattern, namesOf, quoted } from './shell-text.ts'

export function bashCompletion(root: CommandNode): string {
  const nodes = allNodes(root)
  const paths = nodes.filter(({ path }) => path !== '').map(({ path }) => quoted(path))
  const taking = valueFlags(root)
  return `# bash completion for navilink
_navilink() {
  local word current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} path='' at=0 i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case "$path|$word" in
      ${taking.map(flagPattern).join('|')}) ((i++)); continue ;;
      *'|-'*) continue ;;
    esac
    case "\${path:+$path }$word" in
      ${paths.join('|')}) path="\${path:+$path }$word" ;;
      *) ((at++)) ;;
    esac
  done
  COMPREPLY=()
  case "$path|$before" in
${taking.map(flag => `    ${flagPattern(flag)}) ${replyOf(flag.takes)}return ;;`).join('\n')}
  esac
  word=''
  if [[ $current == -* ]]; then
    case $path in
${nodes.map(node => `      ${quoted(node.path)}) word=${quoted(namesOf(flagsAt(root, node)).join(' '))} ;;`).join('\n')}
    esac
  else
    case "$path|$at" in
${nodes.flatMap(placeLines).join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$word" -- "$current"))
}
complete -F _navilink navilink
`
}

const placeLines = (node: CommandNode): readonly string[] =>
  places(node).map(({ at, children, takes }) => {
    const words = [...children.map(nameOf), ...wordsOf(takes)].join(' ')
    const does = takes === 'file' ? `${replyOf(takes)}return` : `word=${quoted(words)}`
    return `      ${caseOf(node.path, at)}) ${does} ;;`
  })

function replyOf(value: Value): string {
  if (value === 'anything') return ''
  if (value === 'file') return 'compopt -o filenames; COMPREPLY=($(compgen -f -- "$current")); '
  return `COMPREPLY=($(compgen -W ${quoted(value.words.join(' '))} -- "$current")); `
}
