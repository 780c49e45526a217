# What fires on is told again when repeat_interval has passed, at the interval after it
config main
  route: {receiver: team, group_wait: 30s, group_interval: 5m, repeat_interval: 12m}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      fire n=1
30s     told team firing first: 1
15m30s  told team firing repeat: 1
30m30s  told team firing repeat: 1
31m     end
===
# An end is told at the next interval, once; what never was told of has no end either
config main
  route: {receiver: team, group_wait: 30s, group_interval: 1m, repeat_interval: 4h}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      fire n=1
0s      fire n=2
30s     told team firing first: 1 2
40s     resolve n=1
1m30s   told team firing some_resolved: -1 2
1m40s   resolve n=2
2m30s   told team resolved all_resolved: -2
2m35s   fire n=3
2m36s   resolve n=3
10m     end
===
# send_resolved false keeps the end from one integration, and its log still learns of it
config main
  route: {receiver: team, group_wait: 30s, group_interval: 1m}
  receivers: [{name: team, webhook_configs: [{url: x}, {url: y, send_resolved: false}]}]

0s      fire n=1
0s      fire n=2
30s     told team firing first: 1 2
30s     told team/webhook[1] firing first: 1 2
40s     resolve n=1
1m30s   told team firing some_resolved: -1 2
1m40s   fire n=3
2m30s   told team firing new_alerts: 2 3
2m30s   told team/webhook[1] firing new_alerts: 2 3
2m40s   resolve n=2
2m40s   resolve n=3
3m30s   told team resolved all_resolved: -2 -3
4m      fire n=2
4m30s   told team firing new_alerts: 2
4m30s   told team/webhook[1] firing new_alerts: 2
5m      end
===
# Nothing heard of an alert for resolve_timeout is its end
config main
  global: {resolve_timeout: 2m}
  route: {receiver: team, group_wait: 30s, group_interval: 1m}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      post n=1
30s     told team firing first: 1
1m      post n=1
3m30s   told team resolved all_resolved: -1
4m      end
===
# An end that could not be told is told when the receiver is back; the others need not wait
config main
  route: {receiver: team, group_wait: 30s, group_interval: 1m}
  receivers: [{name: team, webhook_configs: [{url: x}, {url: y}]}]

0s      fire n=1
30s     told team firing first: 1
30s     told team/webhook[1] firing first: 1
40s     break team/webhook[1]
50s     resolve n=1
1m30s   told team resolved all_resolved: -1
3m      mend team/webhook[1]
3m30s   told team/webhook[1] resolved all_resolved: -1
10m     end
===
# What is wrong with an alert is said, and it goes nowhere
config main
  route: {receiver: team, group_wait: 0s}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      fire n=
0s      refused at least one label pair required
1m      end
