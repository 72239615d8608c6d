"""A limit on everything, named once, with its reason."""

PAGE_SIZE = 20  # cards on a page: two screens of a phone
PAGE_SIZE_MAX = 100  # what a program may ask for at once
TEXT_SHORT = 200  # a title or a name
TEXT_LONG = 10_000  # a recommendation's reason, a description
CART_LINES = 50  # different offers in one cart; keeps a purchase a bounded transaction
LINE_QUANTITY = 999  # of one offer in one line
PRICE_MAX = 10**12  # minor units; far above any real price, far below 2^63 when multiplied and summed
POST_PRODUCTS = 9  # products in one recommendation (requirements 9)
POST_PICTURES = 9  # own pictures in one recommendation
FOLLOWS = 5_000  # things one person follows; bounds the wall's fan-in
SHELVES = 12  # shelves in a showcase
SHELF_ITEMS = 60  # products on one shelf
IMPORT_LINES = 500_000  # lines of one catalogue file
IMPORT_BYTES = 300 * 1024 * 1024  # size of one catalogue file
UPLOAD_BYTES = 12 * 1024 * 1024  # one picture, as a phone takes it
UPLOAD_PIXELS = 50_000_000  # decoded; stops decompression bombs
UPLOADS_A_DAY = 200  # pictures one person hands in; bounds what a stolen account can fill the disk with (S-31)
BODY_BYTES = 1024 * 1024  # a request body that is not an upload
JOURNAL_BATCH = 200  # facts handed to one reaction at a time
JOB_BATCH = 100  # due rows one job takes before it lets others run
OPEN_RESERVATIONS = 10  # unpaid purchases one person may hold stock with (S-67)
STATEMENT_ROWS = 2_000  # rows of one kind in a statement; a longer one is read in shorter times
NOTICE_BYTES = 64 * 1024  # a payment provider's notice; real ones are below 10 KB
EGRESS_BYTES = 1024 * 1024  # answer of another server (S-14)
TRANSFER_MAX = 10**15  # minor units in one ledger transfer; thousands of them still add up below 2^63
TRANSFERS_AT_ONCE = 2_000  # in one call to the ledger; keeps a statement's parameters below SQLite's 32,766
