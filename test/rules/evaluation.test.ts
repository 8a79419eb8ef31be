import { check, directives, service } from './table';

const withPorts = (lines: string) => `let ports = { http = 80; https = 443; }; in ${service(lines)}`;

check([
  {
    name: 'a set of the file lacks the name',
    text: withPorts('environment.PORT = toString ports.htp;'),
    code: 'missing-attribute',
    at: ['htp'],
    says: "attribute 'htp' missing; did you mean one of http or https?",
    fixed: {
      'Replace with http': withPorts('environment.PORT = toString ports.http;'),
    },
  },
  {
    name: 'nothing is near',
    text: withPorts('environment.PORT = toString ports.gopher;'),
    code: 'missing-attribute',
    at: ['gopher'],
    says: 'the set has http, https',
  },
  {
    name: 'a default is given',
    text: withPorts('environment.PORT = toString (ports.gopher or 70);'),
    code: 'missing-attribute',
    at: [],
  },
  {
    name: 'the set comes from elsewhere',
    text: service('environment.PORT = toString config.ports.http + pkgs.ports.http + lib.ports;'),
    code: 'missing-attribute',
    at: [],
  },
  {
    name: 'a name of the set is computed',
    text: `let ports = { $\{"ht" + "tp"} = 80; }; in ${service('environment.PORT = toString ports.https;')}`,
    code: 'missing-attribute',
    at: [],
  },
  {
    name: 'the variable is an argument',
    text: `let f = ports: toString ports.htp; in ${service('environment.PORT = f { http = 80; };')}`,
    code: 'missing-attribute',
    at: [],
  },
  {
    name: 'a number in a command',
    text: directives('ExecStart = "/bin/a --port $' + '{80 + 1}";'),
    code: 'not-text',
    at: ['80 + 1'],
    says: 'convert it with toString',
    fixed: { 'Replace with toString …': directives('ExecStart = "/bin/a --port $' + '{toString (80 + 1)}";') },
  },
  {
    name: 'a truth value in a script',
    text: service("script = ''\n  a $" + "{true}\n'';"),
    code: 'not-text',
    at: ['true'],
    fixed: { 'Replace with lib.boolToString …': service("script = ''\n  a $" + "{lib.boolToString true}\n'';") },
  },
  {
    name: 'a list in a command',
    text: directives('ExecStart = "/bin/a $' + '{[ "b" ]}";'),
    code: 'not-text',
    at: ['[ "b" ]'],
    says: 'lib.concatStringsSep',
  },
  {
    name: 'a number behind a plus',
    text: directives('ExecStart = "/bin/a " + 1;'),
    code: 'not-text',
    at: ['"/bin/a " + 1'],
    fixed: {},
  },
  {
    name: 'a number before a plus',
    text: directives('ExecStart = 1 + "/bin/a";'),
    code: 'not-text',
    at: ['1 + "/bin/a"'],
    says: 'convert it with toString',
  },
  {
    name: 'null, which may be set elsewhere',
    text: directives('ExecStart = "/bin/a $' + '{null}";'),
    code: 'not-text',
    at: [],
  },
]);
