import { bindPaths } from './bind-paths';
import * as capabilities from './capabilities';
import * as conditions from './conditions';
import * as groups from './control-groups';
import * as cpus from './cpu-sets';
import * as credential from './credential';
import * as device from './device';
import { documentation } from './documentation';
import { boolean, enumeration, integerOr } from './enumerations';
import * as environment from './environment';
import { execLine } from './exec-line';
import { anything, type Grammar } from './grammar';
import { protectHostname } from './host-name';
import { imagePolicy } from './image-policy';
import { integerBetween, limits, mode, rangedInteger } from './integers';
import { ipPrefixes } from './ip-prefixes';
import * as mounts from './mounts';
import * as names from './names';
import * as interfaces from './network-interfaces';
import { nftSets } from './nft-sets';
import { openFile } from './open-file';
import * as path from './path';
import { personality } from './personality';
import { resourceLimit } from './rlimit';
import * as rootHash from './root-hash';
import * as size from './size';
import { listenAddress } from './socket-address';
import * as socketRules from './socket-rules';
import * as status from './status';
import * as stdio from './stdio';
import * as syscall from './syscall';
import * as text from './text';
import * as time from './time-span';
import { timer } from './timer';
import * as unitName from './unit-name';
import * as user from './user';
import * as lists from './word-lists';

const unsigned = integerBetween(...limits.unsigned);

const enumerations: readonly string[] = [
  'job_mode',
  'emergency_action',
  'collect_mode',
  'service_timeout_failure_mode',
  'service_type',
  'service_exit_type',
  'service_restart',
  'service_restart_mode',
  'exec_preserve_mode',
  'runtime_preserve_mode',
  'notify_access',
  'oom_policy',
  'exec_io_class',
  'exec_cpu_sched_policy',
  'numa_policy',
  'log_facility',
  'log_level',
  'exec_keyring_mode',
  'protect_proc',
  'proc_subset',
  'private_bpf',
  'private_tmp',
  'protect_control_groups',
  'private_users',
  'private_pids',
  'protect_system',
  'protect_home',
  'exec_mount_propagation_flag',
  'exec_mount_flags',
  'exec_utmp_mode',
  'exec_memory_thp',
  'cpuset_partition',
  'device_policy',
  'managed_oom_preference',
  'pressure_watch',
  'memory_pressure_watch',
  'kill_mode',
  'socket_bind',
  'ip_tos',
  'socket_timestamping',
  'socket_defer_trigger',
];

/** The grammar of each of systemd's value parsers, by the parser's name without `config_parse_`. */
const byParser: Readonly<Record<string, Grammar>> = {
  ...Object.fromEntries(enumerations.map((parser) => [parser, enumeration])),
  address_families: lists.addressFamilies,
  allowed_cpuset: cpus.cpuSet,
  bind_network_interface: interfaces.bindNetworkInterface,
  bind_paths: bindPaths,
  blockio_bandwidth: device.blockioBandwidth,
  blockio_device_weight: device.blockioDeviceWeight,
  blockio_weight: rangedInteger,
  bool: boolean,
  bpf_delegate_attachments: lists.bpfDelegation,
  bpf_delegate_commands: lists.bpfDelegation,
  bpf_delegate_maps: lists.bpfDelegation,
  bpf_delegate_programs: lists.bpfDelegation,
  bpf_foreign_program: device.bpfProgram,
  bus_name: names.busName,
  capability_set: capabilities.capabilities,
  cg_cpu_weight: groups.cpuWeight,
  cg_weight: groups.weight,
  cgroup_nft_set: nftSets,
  cgroup_socket_bind: socketRules.socketBindRule,
  colon_separated_paths: path.colonPaths,
  concurrency_max: integerOr(['infinity'], ...limits.unsigned),
  cpu_quota: size.cpuQuota,
  cpu_shares: rangedInteger,
  delegate: groups.delegate,
  delegate_subgroup: groups.delegateSubgroup,
  device_allow: device.deviceAllow,
  disable_controllers: groups.controllers,
  documentation,
  environ: environment.environment,
  exec: execLine,
  exec_apparmor_profile: text.label,
  exec_coredump_filter: lists.coredumpFilter,
  exec_cpu_affinity: cpus.cpuAffinity,
  exec_cpu_sched_prio: rangedInteger,
  exec_directories: mounts.directories,
  exec_input: stdio.standardInput,
  exec_input_data: stdio.inputData,
  exec_input_text: stdio.inputText,
  exec_io_priority: rangedInteger,
  exec_mount_apivfs: boolean,
  exec_nice: rangedInteger,
  exec_oom_score_adjust: rangedInteger,
  exec_output: stdio.standardOutput,
  exec_quota: size.directoryQuota,
  exec_root_hash: rootHash.rootHash,
  exec_root_hash_sig: rootHash.rootHashSignature,
  exec_secure_bits: capabilities.secureBits,
  exec_selinux_context: text.label,
  exec_smack_process_label: text.label,
  exit_status: rangedInteger,
  extension_images: mounts.extensionImages,
  fdname: names.fdName,
  iec_size: size.sizeUpTo(limits.u64[1]),
  iec_size_long: size.sizeUpTo(limits.long[1]),
  image_policy: imagePolicy,
  import_credential: credential.importCredential,
  in_addr_prefixes: ipPrefixes,
  install: unitName.install,
  int: integerBetween(...limits.int),
  io_device_latency: device.ioDeviceLatency,
  io_device_weight: device.ioDeviceWeight,
  io_limit: device.ioDeviceLimit,
  ip_filter_bpf_progs: path.absolutePath,
  job_mode_isolate: boolean,
  job_running_timeout_sec: time.seconds,
  job_timeout_sec: time.seconds,
  load_credential: credential.loadCredential,
  log_extra_fields: environment.journalFields,
  log_filter_patterns: text.pattern,
  log_namespace: names.logNamespace,
  long: integerBetween(...limits.long),
  luo_sessions: names.sessionNames,
  managed_oom_mem_pressure_duration_sec: time.pressureDuration,
  managed_oom_mem_pressure_limit: size.percentOfMemory,
  managed_oom_rules: names.oomRules,
  managed_oom_mode: enumeration,
  memory_limit: size.memoryLimit,
  mode,
  mount_images: mounts.mountImages,
  mount_node: text.text,
  namespace_flags: lists.namespaces,
  namespace_path_strv: path.namespacePaths,
  nsec: time.nanoseconds,
  numa_mask: cpus.numaMask,
  obsolete_unit_deps: unitName.unitList,
  open_file: openFile,
  pass_environ: environment.environmentNames,
  path_spec: path.absolutePath,
  personality,
  pid_file: path.pidFile,
  protect_hostname: protectHostname,
  reboot_parameter: text.rebootArgument,
  restrict_filesystems: lists.filesystems,
  restrict_namespaces: lists.namespaces,
  restrict_network_interfaces: interfaces.networkInterfaces,
  rlimit: resourceLimit,
  root_image_options: mounts.rootImageOptions,
  sec: time.seconds,
  sec_def_infinity: time.seconds,
  sec_fix_0: time.seconds,
  service_refresh_on_reload: lists.refreshOnReload,
  service_sockets: unitName.socketList,
  service_timeout: time.seconds,
  service_timeout_abort: time.seconds,
  set_credential: credential.setCredential,
  set_status: status.exitStatusSet,
  signal: status.signal,
  socket_bindtodevice: interfaces.bindToDevice,
  socket_listen: listenAddress,
  socket_protocol: socketRules.socketProtocol,
  socket_service: unitName.socketService,
  string: anything,
  swap_priority: rangedInteger,
  syscall_archs: syscall.syscallArchitectures,
  syscall_errno: syscall.syscallErrno,
  syscall_filter: syscall.syscallFilter,
  syscall_log: syscall.syscallLog,
  tasks_max: size.tasksMax,
  temporary_filesystems: mounts.temporaryFilesystems,
  timer,
  trigger_unit: unitName.triggeredUnit,
  tristate: boolean,
  tty_size: unsigned,
  unit_condition_path: conditions.conditionPath,
  unit_condition_string: conditions.conditionText,
  unit_cpu_set: cpus.cpuSet,
  unit_deps: unitName.unitList,
  unit_env_file: path.environmentFile,
  unit_mounts_for: path.quotedPaths,
  unit_path_printf: path.absolutePath,
  unit_path_strv_printf: path.quotedPaths,
  unit_requires_mounts_for: path.quotedPaths,
  unit_slice: unitName.slice,
  unit_string_printf: text.text,
  unset_environ: environment.environmentRemovals,
  unsigned,
  user_group_compat: user.userOrGroup,
  user_group_strv_compat: user.groups,
  warn_compat: anything,
  working_directory: path.workingDirectory,
  xattr: text.extendedAttribute,
};

/** The grammar of a parser; undefined for one that is not known. */
export function grammarOf(parser: string): Grammar | undefined {
  return Object.hasOwn(byParser, parser) ? byParser[parser] : undefined;
}
