/** Tests of what is stored of other CRMs. */
@NullMarked
package io.dealsync.db.legacy;

import org.jspecify.annotations.NullMarked;
