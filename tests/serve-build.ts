// Serves build/ for the browser tests, exactly as npm start does.

import { join } from 'node:path';
import { serve } from '../server/files';

await serve(join(process.cwd(), 'build'), Number(process.env.PORT ?? 4173));
