import { api, call, type Schemas } from '@/api/client';
import { type OneRecord, recordKey, useRecord } from '../useRecord';

export type Case = Schemas['CaseBody'];
export type CasePerson = Schemas['CasePersonBody'];

export const caseKey = (id: string): readonly string[] => recordKey('cases', id);

export const loadCase = (id: string): Promise<Case> =>
  call(api.GET('/api/cases/{id}', { params: { path: { id } } }));

export const useCase = (id: string): OneRecord<Case> => useRecord('cases', id, () => loadCase(id));
