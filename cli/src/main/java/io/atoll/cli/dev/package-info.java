/**
 * A whole cluster on one machine, for trying and developing. Its directory keeps the layout, the
 * secret, and each node's configuration, data and output, so that a later start finds everything
 * again. A directory belongs to one layout and to one running {@code atoll dev} at a time. What can
 * fail: ports in use, a directory in use, a node that does not get ready in time; each is said in a
 * line that names it.
 *
 * <p>Reading order: {@link io.atoll.cli.dev.DevLayout}, {@link io.atoll.cli.dev.DevDirectory},
 * {@link io.atoll.cli.dev.DevCluster} with its two forms, {@link io.atoll.cli.dev.DevCommand}.
 */
package io.atoll.cli.dev;
