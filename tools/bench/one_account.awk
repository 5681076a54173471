# GetAccount's statement, which reads many accounts for many callers → a pgbench script that reads
# one account for one caller: what a statement a call would run, with the same columns, the same
# redirect of merged accounts and the same scope.
#
#   awk -v user=bench -v range=100000 -f one_account.awk RECORDED.sql
#
# user: the caller. range: the last digits of account ids are 1 to range.

/^SELECT k\.place, / { columns = substr($0, 17); reading = 1; next }
/^FROM unnest\(/ { reading = 0; known++ }
/^JOIN accounts asked ON asked\.account_id = k\.account_id$/ { known++ }
/^JOIN accounts a ON a\.account_id = coalesce\(asked\.merged_into, asked\.account_id\)$/ { known++ }
/^WHERE k\.user_id IS NULL OR EXISTS \($/ { known++ }
/^  SELECT FROM team_members m WHERE m\.account_id = a\.account_id AND m\.user_id = k\.user_id\);?$/ {
  known++
}
reading { columns = columns "\n" $0 }
END {
  if (columns == "" || known != 5) {
    print "unknown statement" > "/dev/stderr"
    exit 1
  }
  printf "\\set number random(1, %s)\n", range
  print "SELECT " columns
  print "FROM accounts asked"
  print "JOIN accounts a ON a.account_id = coalesce(asked.merged_into, asked.account_id)"
  print "WHERE asked.account_id ="
  print "    ('01900000-0000-7000-8000-' || lpad(to_hex(:number::bigint), 12, '0'))::uuid"
  print "  AND EXISTS ("
  printf "  SELECT FROM team_members m WHERE m.account_id = a.account_id AND m.user_id = '%s');\n", user
}
