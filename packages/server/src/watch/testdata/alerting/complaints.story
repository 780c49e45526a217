# A silence that was ended does not come back as a ghost, over a restart and a reload
config main
  route: {receiver: team, group_wait: 10s, group_interval: 1m}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      silence quiet 2h n=1
0s      fire n=1
1m      unsilence quiet
1m10s   told team firing first: 1
1m20s   restart
3m      reload main
3m      ask n=1
3m      answer team told {}
4m      resolve n=1
5m      told team resolved all_resolved: -1
6m      end
===
# A restart in the middle of an outage sends no second page for any of its alerts
config main
  route: {receiver: team, group_by: [n], group_wait: 10s, group_interval: 1m, repeat_interval: 1h}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      fire n=1
0s      fire n=2
0s      fire n=3
10s     told team firing first: 1
10s     told team firing first: 2
10s     told team firing first: 3
30s     restart
45s     fire n=1
45s     fire n=2
45s     fire n=3
5m      restart
10m     end
===
# A target that is heard of before its source after a restart is kept quiet all the same
config main
  route: {receiver: team, group_by: [alertname], group_wait: 10s, group_interval: 1m}
  receivers: [{name: team, webhook_configs: [{url: x}]}]
  inhibit_rules: [{source_matchers: [alertname=Cluster], target_matchers: [alertname=Node]}]

0s      fire alertname=Cluster
0s      fire alertname=Node
10s     told team firing first: Cluster
1m      restart
1m      fire alertname=Node
2m      fire alertname=Cluster
5m      end
===
# A reload turns nothing that fires into an end, and back
config main
  route: {receiver: team, group_wait: 10s, group_interval: 1m}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      fire n=1
10s     told team firing first: 1
30s     reload main
31s     reload main
10m     reload main
20m     end
===
# A receiver that was away hears of each thing once when it is back, however often it was tried
config main
  route: {receiver: team, group_by: [n], group_wait: 10s, group_interval: 1m}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      break team
0s      fire n=1
0s      fire n=2
5m      restart
9m30s   mend team
10m     told team firing first: 1
10m     told team firing first: 2
15m     end
===
# Two senders of the same alert, as two Prometheus servers are, make one page
config main
  route: {receiver: team, group_wait: 10s, group_interval: 1m}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      fire n=1
5s      fire n=1
10s     told team firing first: 1
20s     fire n=1
2m      resolve n=1
2m10s   told team resolved all_resolved: -1
2m30s   resolve n=1
5m      end
===
# An alert that comes and goes between two looks at the group does not page
config main
  route: {receiver: team, group_wait: 1m, group_interval: 5m}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      fire n=1
30s     resolve n=1
10m     end
