import { dispatch } from './dispatch';

void dispatch(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
