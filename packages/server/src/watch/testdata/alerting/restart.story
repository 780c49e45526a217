# A restart never tells again what was told, and tells what it owes
config main
  route: {receiver: team, group_wait: 30s, group_interval: 5m, repeat_interval: 4h}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      fire n=1
0s      fire n=2
30s     told team firing first: 1 2
1m      resolve n=2
2m      restart
2m      told team firing some_resolved: 1 -2
3m      restart
4m      restart
30m     restart
245m    told team firing repeat: 1
4h20m   restart
5h      end
===
# A restart keeps silences, and what was silenced or inhibited stays so
config main
  route: {receiver: team, group_wait: 30s, group_interval: 5m}
  receivers: [{name: team, webhook_configs: [{url: x}]}]
  inhibit_rules: [{source_match: {n: '1'}, target_match: {n: '2'}}]

0s      silence quiet 1h n=3
0s      fire n=1
0s      fire n=2
0s      fire n=3
30s     told team firing first: 1
1m      restart
10m     restart
20m     resolve n=3
21m     restart
70m     end
===
# What fired when the server stopped fires on until its sender had the time to speak
config main
  global: {resolve_timeout: 5m}
  route: {receiver: team, group_wait: 30s, group_interval: 1m}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      post n=1
0s      post n=2
30s     told team firing first: 1 2
1m      away 1h
62m     post n=1
66m     told team firing some_resolved: 1 -2
67m     told team resolved all_resolved: -1
70m     end
===
# What is over and was told of is not told again by a reload, though the alert is still known
config main
  route: {receiver: team, group_wait: 30s, group_interval: 1m, repeat_interval: 5m}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      fire n=1
0s      fire n=2
30s     told team firing first: 1 2
40s     resolve n=1
1m30s   told team firing some_resolved: -1 2
7m30s   told team firing repeat: 2
8m      reload main
9m      restart
13m     told team firing repeat: 2
14m     end
===
# A reload sends what follows by the new configuration, and what is as it was is not told again
config main
  route: {receiver: team, group_wait: 30s, group_interval: 1m}
  receivers: [{name: team, webhook_configs: [{url: x}]}]
config other
  route: {receiver: team, group_wait: 30s, group_interval: 1m, routes: [{receiver: pager, matchers: [n=2]}]}
  receivers: [{name: team, webhook_configs: [{url: x}]}, {name: pager, webhook_configs: [{url: x}]}]

0s      fire n=1
30s     told team firing first: 1
1m      reload other
2m      fire n=2
2m30s   told pager firing first: 2
3m      end
===
# A silence that outlasts a reload hides as before; the end of a hidden alert is nobody's news
config main
  route: {receiver: team, group_wait: 30s, group_interval: 1m}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      fire n=1
30s     told team firing first: 1
1m      silence quiet 10m n=1
2m      reload main
3m      resolve n=1
20m     end
