/**
 * The classes of the project a second time in one process, some of them altered: sabotaged, or
 * noting which of their lines run.
 */
package io.atoll.chaos.copy;
