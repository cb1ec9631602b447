# Runs the commands of a page, one after the other, in one shell. Standard input brings two lines per command: the file
# that holds it, and the file for what it prints. The descriptor named by the first argument gets the exit code.
answers=$1
shift
code=0
# The descriptor of the orders is not the standard input of the commands.
exec {orders}<&0 </dev/null
while IFS= read -r step <&"$orders" && IFS= read -r output <&"$orders"; do
  (exit "$code")
  # shellcheck source=/dev/null
  source "$step" >"$output" 2>&1
  code=$?
  echo "$code" >&"$answers"
done
