/* thread.h: what a thread leaves behind. */
#ifndef GH_THREAD_H
#define GH_THREAD_H

/**
 * Has @fn called with @object when the calling thread ends, before whatever was registered earlier. Not for the main
 * thread, which ends with the process.
 */
void gh_at_thread_end(void (*fn)(void *object), void *object);

#endif
