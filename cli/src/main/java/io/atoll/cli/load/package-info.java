/**
 * {@code atoll load}: many records of a file into the store. Records are read one by one, many are
 * in flight, and memory stays bounded whatever the file's length. Each record ends as exactly one
 * of acknowledged, failed, or wrong in the input, and a summary is printed; nothing is lost
 * silently.
 *
 * <p>Reading order: {@link io.atoll.cli.load.LoadRecord}, {@link io.atoll.cli.load.RecordSource}
 * with its forms, which are made of {@link io.atoll.cli.load.Lines} and {@link
 * io.atoll.cli.load.Rows}, {@link io.atoll.cli.load.RecordWriter}, {@link
 * io.atoll.cli.load.Loader}, {@link io.atoll.cli.load.LoadCommand}.
 */
package io.atoll.cli.load;
