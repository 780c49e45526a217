export const environments = ['local', 'staging', 'production', 'docker'] as const;
export type Environment = (typeof environments)[number];
