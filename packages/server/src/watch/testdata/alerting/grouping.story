# Alerts of a group wait for company once, then news is told at the next interval
config main
  route: {receiver: team, group_by: [alertname], group_wait: 30s, group_interval: 5m, repeat_interval: 4h}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      fire alertname=Down instance=b
10s     fire alertname=Down instance=a
10s     fire alertname=Slow instance=a
30s     told team firing first: Down/a Down/b
40s     told team firing first: Slow/a
1m      fire alertname=Down instance=c
5m30s   told team firing new_alerts: Down/a Down/b Down/c
20m     end
===
# Without group_by all alerts of a route are one group, with [...] each is one
config main
  route:
    receiver: team
    group_wait: 10s
    routes: [{matchers: [alone=yes], group_by: [...]}]
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      fire n=1
0s      fire n=2
0s      fire alone=yes n=3
0s      fire alone=yes n=4
10s     told team firing first: 1 2
10s     told team firing first: yes/3
10s     told team firing first: yes/4
1m      end
===
# A route with continue lets the routes after it hear too; the deepest that match speak
config main
  route:
    receiver: all
    group_wait: 0s
    routes:
    - {receiver: audit, continue: true, matchers: [team=~".+"]}
    - {receiver: web, matchers: [team=web], routes: [{receiver: pager, matchers: [severity=page]}]}
  receivers:
  - {name: all, webhook_configs: [{url: x}]}
  - {name: audit, webhook_configs: [{url: x}]}
  - {name: web, webhook_configs: [{url: x}]}
  - {name: pager, webhook_configs: [{url: x}]}

1s      fire n=1 team=web severity=page
2s      fire n=2 team=web
3s      fire n=3 team=db
4s      fire n=4
1s      told audit firing first: 1/page/web
1s      told pager firing first: 1/page/web
2s      told web firing first: 2/web
4s      told all firing first: 4
5m1s    told audit firing new_alerts: 2/web 3/db 1/page/web
6m      end
===
# A reload begins the wait anew; an alert that has waited long enough already is told at once
config main
  route: {receiver: team, group_wait: 5m, group_by: [n]}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      fire n=1
0s      break team
6m      mend team
6m      fire n=2
7m      reload main
7m      told team firing first: 1
12m     told team firing first: 2
20m     end
===
# A group that is empty for long enough waits for company again
config main
  route: {receiver: team, group_wait: 20s, group_interval: 1m}
  receivers: [{name: team, webhook_configs: [{url: x}]}]

0s      fire n=1
20s     told team firing first: 1
30s     resolve n=1
1m20s   told team resolved all_resolved: -1
2m      fire n=2
2m20s   told team firing new_alerts: 2
2m30s   end
