import { check, home, service } from './table';

const RUN = 'serviceConfig.ExecStart = "/bin/a";';

check([
  {
    code: 'unknown-target',
    name: 'a slip of the fingers',
    text: service('after = [ "network.target" "netwrok-online.target" ];'),
    at: ['netwrok-online.target'],
    fixed: { 'Change to network-online.target': service('after = [ "network.target" "network-online.target" ];') },
  },
  {
    code: 'unknown-target',
    name: 'a target taken for a service',
    text: service('wantedBy = [ "multi-user.service" ];'),
    at: ['multi-user.service'],
  },
  {
    code: 'unknown-target',
    name: 'a target of the file’s own',
    text: `{ systemd.targets.netwrok-online = { }; systemd.services.a = { after = [ "netwrok-online.target" ]; ${RUN} }; }`,
    at: [],
  },
  {
    code: 'unknown-target',
    name: 'targets of others',
    text: service(
      'after = [ "acme-finished-x.target" "keys.target" "tray.target" "sway.target" "mount.target" "network-vpn.target" "graphical-session-env.target" ];',
    ),
    at: [],
  },
  {
    code: 'other-manager',
    name: 'a target that programs bring to users as well',
    text: home('Service.ExecStart = "/bin/a"; Install.WantedBy = [ "sleep.target" ];'),
    at: [],
  },
  {
    code: 'other-manager',
    name: 'a target of the system in a unit of a user',
    text: home('Install.WantedBy = [ "multi-user.target" ];'),
    at: ['multi-user.target'],
    says: 'never starts this unit',
    fixed: { 'Change to default.target': home('Install.WantedBy = [ "default.target" ];') },
  },
  {
    code: 'other-manager',
    name: 'order after a target that a user does not have',
    text: home('Unit.After = "network.target";'),
    at: ['network.target'],
    says: 'has no effect',
  },
  {
    code: 'other-manager',
    name: 'a target of a user in a unit of the system',
    text: service('wantedBy = [ "graphical-session.target" ];'),
    at: ['graphical-session.target'],
  },
  {
    code: 'other-manager',
    name: 'targets of both',
    text: home('Install.WantedBy = [ "default.target" "timers.target" "graphical-session.target" ];'),
    at: [],
  },
  {
    code: 'network-online',
    name: 'order alone',
    text: service(`after = [ "network-online.target" ]; ${RUN}`),
    at: ['network-online.target'],
    fixed: {
      'Add wants = [ "network-online.target" ]': service(
        `wants = [ "network-online.target" ];\n after = [ "network-online.target" ]; ${RUN}`,
      ),
    },
  },
  {
    code: 'network-online',
    name: "order of a unit whose command is another module's",
    text: service('after = [ "network-online.target" ]; serviceConfig.ExecStart = lib.mkForce "/bin/a";'),
    at: [],
  },
  {
    code: 'network-online',
    name: 'order and wish',
    text: service(`after = [ "network-online.target" ]; wants = [ "network-online.target" ]; ${RUN}`),
    at: [],
  },
  {
    code: 'network-online',
    name: 'wishes that are not known',
    text: service(`after = [ "network-online.target" ]; wants = config.x.units; ${RUN}`),
    at: [],
  },
  {
    code: 'network-online',
    name: 'lines over another unit',
    text: service('after = [ "network-online.target" ];'),
    at: [],
  },
  {
    code: 'missing-service',
    name: 'a timer alone',
    text: '{ systemd.timers.a.timerConfig.OnCalendar = "daily"; }',
    at: ['a'],
    says: 'a.timer starts a.service',
  },
  {
    code: 'missing-service',
    name: 'a timer with its service',
    text: `{ systemd.timers.a.timerConfig.OnCalendar = "daily"; systemd.services.a = { ${RUN} }; }`,
    at: [],
  },
  {
    code: 'missing-service',
    name: 'a socket with its template',
    text: `{ systemd.sockets.a = { listenStreams = [ "80" ]; socketConfig.Accept = true; }; systemd.services."a@" = { ${RUN} }; }`,
    at: [],
  },
  {
    code: 'missing-service',
    name: 'a timer that is only changed',
    text: '{ systemd.timers.a.timerConfig.RandomizedDelaySec = "1h"; }',
    at: [],
  },
  {
    code: 'ordering-cycle',
    name: 'two units that wait for each other',
    text: `{ systemd.services.a = { after = [ "b.service" ]; ${RUN} }; systemd.services.b = { after = [ "a.service" ]; ${RUN} }; }`,
    at: ['b.service', 'a.service'],
    says: ' → ',
  },
  {
    code: 'ordering-cycle',
    name: 'before and after say the same',
    text: `{ systemd.services.a = { after = [ "b.service" ]; ${RUN} }; systemd.services.b = { before = [ "a.service" ]; ${RUN} }; }`,
    at: [],
  },
  {
    code: 'ordering-cycle',
    name: 'a unit that waits for itself',
    text: service(`after = [ "a.service" ]; ${RUN}`),
    at: ['a.service'],
    says: 'itself',
  },
]);
