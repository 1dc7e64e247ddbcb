import { useQueryClient } from '@tanstack/vue-query';
import { ElMessage } from 'element-plus';
import { useRouter } from 'vue-router';
import { api, call, type Schemas } from '@/api/client';
import { textOf } from '@/api/errors';
import { TODO_KEY } from '@/api/todo';
import { subjectScreen } from './subject-screen';

type Message = Schemas['NotificationBody'];

/** Marks a message as read and goes to what it is about. */
export function useMessages(): {
  open: (message: Message) => Promise<void>;
  read: (message: Message) => Promise<void>;
  readAll: () => Promise<void>;
} {
  const router = useRouter();
  const queryClient = useQueryClient();

  async function refresh(): Promise<void> {
    await Promise.all(
      [['notifications'], TODO_KEY].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    );
  }
  async function read({ id, readAt }: Message): Promise<void> {
    if (readAt) return;
    try {
      await call(api.POST('/api/notifications/{id}/reading', { params: { path: { id } } }));
      void refresh();
    } catch (error) {
      ElMessage.error(textOf(error));
    }
  }
  return {
    read,
    open: async (message) => {
      await read(message);
      const target = subjectScreen(message.subjectType, message.subjectId);
      if (target) await router.push(target);
    },
    readAll: async () => {
      try {
        await call(api.POST('/api/notifications/reading'));
        ElMessage.success('已全部标为已读');
        await refresh();
      } catch (error) {
        ElMessage.error(textOf(error));
      }
    },
  };
}
