package io.atoll.cli.data;

/**
 * What is wrong in a file.
 *
 * @param offset where in the file, in bytes
 * @param what is wrong there
 * @param held what was there, as far as can be told
 */
record Damage(long offset, String what, String held) {}
