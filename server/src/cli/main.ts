import { runDeep } from './deep';
import { dispatch } from './dispatch';

void dispatch(process.argv.slice(2), runDeep).then((status) => {
  process.exitCode = status;
});
