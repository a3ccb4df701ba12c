# SPDX-License-Identifier: LGPL-2.1-or-later
# Completion of entregent-cli. The program itself says what may come next.

_entregent_cli ()
{
  local current=${COMP_WORDS[COMP_CWORD]} words

  [[ $current == = ]] && current=
  mapfile -t words < <(entregent-cli --completion -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  [[ ${words[0]-} == :files ]] && { compopt -o default; COMPREPLY=(); return; }
  mapfile -t COMPREPLY < <(compgen -W "${words[*]}" -- "$current")
  [[ ${COMPREPLY[0]-} == *[=:] ]] && compopt -o nospace
  return 0
}

complete -F _entregent_cli entregent-cli
