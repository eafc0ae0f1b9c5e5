/** The completion of zsh. */
import {
  allNodes,
  type CommandNode,
  type Flag,
  flagsAt,
  nameOf,
  places,
  type Value,
  valueFlags,
  wordsOf,
} from './command-tree.ts'
import { caseOf, flagPattern, quoted } from './shell-text.ts'

export function zshCompletion(root: CommandNode): string {
  const nodes = allNodes(root)
  const paths = nodes.filter(({ path }) => path !== '').map(({ path }) => quoted(path))
  const taking = valueFlags(root)
  // Not `path`: that is the search path of zsh.
  return `#compdef navilink
# zsh completion for navilink
_navilink() {
  local word place='' i
  local -i at=0
  local -a offers
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
    case "$place|$word" in
      (${taking.map(flagPattern).join('|')}) ((i++)); continue ;;
      (*'|-'*) continue ;;
    esac
    case "\${place:+$place }$word" in
      (${paths.join('|')}) place="\${place:+$place }$word" ;;
      (*) ((at++)) ;;
    esac
  done
  case "$place|\${words[CURRENT-1]}" in
${taking.map(flag => `    (${flagPattern(flag)}) ${replyOf(flag.takes)}return ;;`).join('\n')}
  esac
  if [[ \${words[CURRENT]} == -* ]]; then
    case $place in
${nodes.map(node => `      (${quoted(node.path)}) offers=(${flagOffers(flagsAt(root, node))}) ;;`).join('\n')}
    esac
  else
    case "$place|$at" in
${nodes.flatMap(placeLines).join('\n')}
    esac
  fi
  _describe navilink offers
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _navilink "$@"
else
  compdef _navilink navilink
fi
`
}

const placeLines = (node: CommandNode): readonly string[] =>
  places(node).map(({ at, children, takes }) => {
    const offers = [...children.map(child => offer(nameOf(child), child.doc)), ...wordsOf(takes).map(quoted)]
    const does = takes === 'file' ? '_files; return' : `offers=(${offers.join(' ')})`
    return `      (${caseOf(node.path, at)}) ${does} ;;`
  })

function replyOf(value: Value): string {
  if (value === 'anything') return ''
  return value === 'file' ? '_files; ' : `compadd -- ${value.words.map(quoted).join(' ')}; `
}

const flagOffers = (flags: readonly Flag[]) =>
  [...new Map(flags.flatMap(({ names, doc }) => names.map(name => [name, offer(name, doc)] as const))).values()].join(
    ' ',
  )

/** A colon parts a word from what is said of it. */
const offer = (word: string, doc: string) => quoted(`${word.replaceAll(':', '\\:')}:${doc}`)
