import { api, call, type Schemas } from '@/api/client';

export type SecondFactor = Schemas['SecondFactorView'];
export type Proposal = Schemas['SecondFactorProposal'];
export type Proof = Schemas['ProofBody'];
export type NewCodes = Schemas['RecoveryCodesView'];

export const loadSecondFactor = (): Promise<SecondFactor> =>
  call(api.GET('/api/auth/second-factor'));

export const propose = (body: Proof): Promise<Proposal> =>
  call(api.POST('/api/auth/second-factor/proposal', { body }));

export const confirm = (code: string): Promise<NewCodes> =>
  call(api.POST('/api/auth/second-factor/confirmation', { body: { code } }));

export const renewCodes = (body: Proof): Promise<NewCodes> =>
  call(api.POST('/api/auth/second-factor/recovery-codes', { body }));

export const disable = (body: Proof): Promise<SecondFactor> =>
  call(api.POST('/api/auth/second-factor/removal', { body }));
