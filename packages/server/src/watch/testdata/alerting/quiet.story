# A source keeps its targets quiet while it fires, where the equal labels agree
config main
  route: {receiver: team, group_wait: 10s, group_interval: 1m}
  receivers: [{name: team, webhook_configs: [{url: x}]}]
  inhibit_rules: [{source_matchers: [alertname=Cluster], target_matchers: [severity=warning], equal: [zone]}]

0s      fire alertname=Cluster zone=a
0s      fire alertname=Node severity=warning zone=a
0s      fire alertname=Node severity=warning zone=b
10s     told team firing first: Cluster/a Node/warning/b
20s     ask alertname=Node severity=warning zone=a
20s     answer team quiet {} inhibited by Cluster
30s     resolve alertname=Cluster zone=a
1m10s   told team firing new_alerts: -Cluster/a Node/warning/a Node/warning/b
2m      end
===
# An alert that is both source and target of a rule is not kept quiet by itself or its like
config main
  route: {receiver: team, group_wait: 10s}
  receivers: [{name: team, webhook_configs: [{url: x}]}]
  inhibit_rules: [{source_matchers: [a=~".+"], target_matchers: [b=~".+"]}]

0s      fire n=1 a=1 b=1
0s      fire n=2 a=1 b=1
0s      fire n=3 b=1
10s     told team firing first: 1/1/1 1/1/2
1m      end
===
# A label that is missing on both sides is equal
config main
  route: {receiver: team, group_wait: 10s}
  receivers: [{name: team, webhook_configs: [{url: x}]}]
  inhibit_rules: [{source_match: {n: '1'}, target_match: {n: '2'}, equal: [zone]}]

0s      fire n=1
0s      fire n=2
0s      fire n=2 zone=a
10s     told team firing first: 1 2/a
1m      end
===
# A silence holds while it lasts; afterwards what it hid is news; what ended within it is not
config main
  route: {receiver: team, group_wait: 10s, group_interval: 1m}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      silence quiet 3m n=1
0s      fire n=1
0s      fire n=2
10s     told team firing first: 2
20s     ask n=1
20s     answer team quiet {} silenced by silence-1
3m10s   told team firing new_alerts: 1 2
4m      silence short 10m n=~".+"
4m30s   resolve n=1
6m      unsilence short
7m      end
===
# A silence has an owner, an end that is not too far, and does not match everything
config main
  route: {receiver: team}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      silence nobody 1h n=1
0s      refused invalid silence: it needs an owner. Say in createdBy who answers for it.
0s      silence long 8d n=1
0s      refused invalid silence: it may last 1w at most. End it earlier, and lengthen it when that is needed.
0s      silence all 1h n=~".*"
0s      refused invalid silence: at least one matcher must not match the empty string
0s      end
===
# A route is quiet at its mute times, and outside its active ones; daylight saving time counts
start 2024-03-30T16:10:00Z
config main
  route:
    receiver: all
    group_wait: 1m
    group_interval: 10m
    routes:
    - {receiver: day, matchers: [when=day], active_time_intervals: [office]}
    - {receiver: eve, matchers: [when=eve], mute_time_intervals: [office]}
  receivers:
  - {name: all, webhook_configs: [{url: x}]}
  - {name: day, webhook_configs: [{url: x}]}
  - {name: eve, webhook_configs: [{url: x}]}
  time_intervals:
  - name: office
    time_intervals: [{times: [{start_time: '09:00', end_time: '17:00'}], location: Europe/Berlin}]

0s      fire when=eve
0s      fire when=day
1m      told eve firing first: eve
1m      ask when=day
1m      answer day quiet {}{when="day"} muted by office
1m      ask when=eve
1m      answer eve told {}{when="eve"}
251m    told eve firing repeat: eve
501m    told eve firing repeat: eve
751m    told eve firing repeat: eve
891m    told day firing first: day
15h30m  end
