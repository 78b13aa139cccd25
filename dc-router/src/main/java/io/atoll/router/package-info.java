/** One endpoint in front of all DCs: to come with the client protocol. */
package io.atoll.router;
