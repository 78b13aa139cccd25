package io.atoll.cli.load;

/**
 * One record to write.
 *
 * @param line where it begins in the input, from 1
 */
record LoadRecord(long line, byte[] key, String contentType, byte[] value) {
  static final String JSON = "application/json";
  static final String TEXT = "text/plain; charset=utf-8";
}
