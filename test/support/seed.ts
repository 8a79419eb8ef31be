import fc from 'fast-check';

/** Property tests give the same verdict on every run; set FC_SEED to look further. */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 1) });
