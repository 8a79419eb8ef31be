import { check, directives, service } from './table';

const files = {
  '/configuration/token.env': 'TOKEN=x',
  '/configuration/settings.conf': '',
  '/configuration/api-key': 'x',
};

check([
  {
    code: 'secret-in-environment',
    name: 'a password',
    text: service('environment.DB_PASSWORD = "hunter2hunter2";'),
    at: ['"hunter2hunter2"'],
    says: 'DB_PASSWORD',
  },
  {
    code: 'secret-in-environment',
    name: 'a token among directives',
    text: directives('Environment = [ "A=1" "API_TOKEN=abcdef" ];'),
    at: ['"API_TOKEN=abcdef"'],
  },
  {
    code: 'secret-in-environment',
    name: 'a file, a reference, a switch',
    text: service(
      'environment = { DB_PASSWORD_FILE = "/run/secrets/db"; DB_PASSWORD = "/run/secrets/db"; TOKEN = "%d/token"; SECRET = "true"; };',
    ),
    at: [],
  },
  {
    code: 'secret-in-environment',
    name: 'a password that is not known',
    text: service('environment.DB_PASSWORD = config.x.password;'),
    at: [],
  },
  {
    code: 'secret-in-store',
    name: 'a file of variables',
    text: directives('EnvironmentFile = "${./token.env}";'),
    at: ['./token.env'],
    options: { files },
  },
  {
    code: 'secret-in-store',
    name: 'a credential',
    text: directives('LoadCredential = "key:${./api-key}";'),
    at: ['./api-key'],
    options: { files },
  },
  {
    code: 'secret-in-store',
    name: 'a file that is no secret',
    text: directives('ExecStart = "/bin/a --config ${./settings.conf}";'),
    at: [],
    options: { files },
  },
  {
    code: 'secret-in-store',
    name: 'a path outside of the store',
    text: directives('EnvironmentFile = "/run/secrets/token.env";'),
    at: [],
  },
]);
