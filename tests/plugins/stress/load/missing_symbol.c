/* A library, and no plugin. */
int answer_to_everything(void);
int answer_to_everything(void) { return 42; }
