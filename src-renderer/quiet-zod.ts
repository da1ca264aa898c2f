import { z } from 'zod'

/**
 * Nothing is parsed in the window, but zod would try out whether it may build code from text, which the
 * page's policy forbids and the console would report. Imported before anything that declares a schema.
 */
z.config({ jitless: true })
