# SPDX-License-Identifier: LGPL-2.1-or-later
# Completion of entregent-cli. The program itself says what may come next.

_entregent_cli ()
{
  local current previous words=() i
  current=${COMP_WORDS[COMP_CWORD]}
  previous=${COMP_WORDS[COMP_CWORD-1]}

  case $previous in
    --book|-b|--rejected)
      compopt -o default
      return ;;
    --format|-f)
      mapfile -t COMPREPLY < <(compgen -W 'text json csv' -- "$current")
      return ;;
    --as)
      mapfile -t COMPREPLY < <(compgen -W 'csv xlsx ods json calendar vcard-4.0 vcard-3.0 vcard-2.1' -- "$current")
      return ;;
  esac
  if [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W '--book --format --progress --help --version' -- "$current")
    return
  fi

  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      --book|-b|--format|-f|--as) i=$((i + 1)) ;;
      -*) ;;
      *) words+=("${COMP_WORDS[i]}") ;;
    esac
  done
  mapfile -t COMPREPLY < <(compgen -W "$(entregent-cli --completion -- "${words[@]}" 2>/dev/null)" -- "$current")

  case ${words[0]-} in
    add|set) compopt -o nospace; COMPREPLY=("${COMPREPLY[@]/%/=}") ;;
    list) ((${#words[@]} > 1)) && { compopt -o nospace; COMPREPLY=("${COMPREPLY[@]/%/:}"); } ;;
    import|differences|export|backup) compopt -o default ;;
  esac
}

complete -F _entregent_cli entregent-cli
