import { z } from 'zod';

export const folderConfiguration = z.object({
  /** Folder in which files are kept; every process of the hub sees the same one. */
  FILES_DIR: z.string().min(1),
});
