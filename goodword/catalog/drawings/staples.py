"""The drawings of the look: one for each of the oldest topics."""

from goodword.catalog.drawings.pen import Drawing

STAPLES = {
    "tea": Drawing(
        240,
        "#e9dcc6",
        '<ellipse cx="100" cy="196" rx="66" ry="10" fill="#cdbb9d"/>'
        '<path d="M62 92h76l-6 92a12 12 0 0 1-12 11H80a12 12 0 0 1-12-11z" fill="#2f5d50"/>'
        '<path d="M62 92h76l-1.5 22H63.5z" fill="#3b7464"/>'
        '<rect x="56" y="76" width="88" height="20" rx="6" fill="#24483e"/>'
        '<rect x="82" y="122" width="36" height="46" rx="4" fill="#f4ead6"/>'
        '<path d="M100 130c8 8 8 18 0 28-8-10-8-20 0-28z" fill="#7fa36a"/>',
        ("tea", "longjing", "茶", "绿茶", "龙井"),
        ("tea",),
    ),
    "lamp": Drawing(
        180,
        "#dfe5ea",
        '<circle cx="98" cy="92" r="70" fill="#eef2f4"/>'
        '<path d="M60 88 84 34h44l24 54z" fill="#e2a63d"/><path d="M60 88h92l-3-7H63z" fill="#c98d25"/>'
        '<rect x="103" y="88" width="6" height="56" fill="#3c3f44"/>'
        '<rect x="76" y="144" width="60" height="9" rx="4.5" fill="#3c3f44"/>',
        ("lamp", "light", "灯", "台灯"),
        ("home", "lighting"),
    ),
    "shoe": Drawing(
        200,
        "#f0ddd4",
        '<ellipse cx="100" cy="152" rx="76" ry="8" fill="#dcc2b5"/>'
        '<path d="M34 128c6-20 4-40 8-50 16 8 30 4 38-6 14 22 34 34 66 38 16 2 22 10 22 22v8H34z" fill="#c8502f"/>'
        '<path d="M30 138h140v6a8 8 0 0 1-8 8H38a8 8 0 0 1-8-8z" fill="#fff6ee"/>'
        '<path d="m84 84 14-8m-4 20 14-9m-2 19 13-9" stroke="#fff6ee" stroke-width="4" stroke-linecap="round"/>',
        ("shoe", "boot", "sneaker", "鞋"),
        ("running",),
    ),
    "bag": Drawing(
        220,
        "#dde3d3",
        '<ellipse cx="100" cy="186" rx="60" ry="8" fill="#c3ccb6"/>'
        '<path d="M70 84c0-44 60-44 60 0" fill="none" stroke="#6d4a2f" stroke-width="8"/>'
        '<path d="M48 84h104l10 88a14 14 0 0 1-14 15H52a14 14 0 0 1-14-15z" fill="#8a5f3d"/>'
        '<path d="M48 84h104l2 18H46z" fill="#754e31"/>'
        '<rect x="92" y="112" width="16" height="20" rx="3" fill="#e9c46a"/>',
        ("bag", "leather", "包"),
        ("leather",),
    ),
    "cup": Drawing(
        170,
        "#e4dbe6",
        '<ellipse cx="96" cy="138" rx="60" ry="8" fill="#cbbfcf"/>'
        '<path d="M52 62h86v38c0 22-14 36-34 36H86c-20 0-34-14-34-36z" fill="#f7f1ea"/>'
        '<path d="M138 72h10a16 16 0 0 1 0 34h-11" fill="none" stroke="#f7f1ea" stroke-width="8"/>'
        '<path d="M60 92c10 8 20-8 32 0s22-8 38 0" stroke="#4d6fa3" stroke-width="4" fill="none"/>'
        '<path d="M84 48c-6-8 6-12 0-22m22 22c-6-8 6-12 0-22" stroke="#b7a6bd" stroke-width="4" fill="none" '
        'stroke-linecap="round"/>',
        ("cup", "mug", "杯"),
        ("ceramics",),
    ),
    "pot": Drawing(
        190,
        "#e3e1d6",
        '<ellipse cx="100" cy="152" rx="64" ry="8" fill="#c8c5b5"/>'
        '<path d="M56 84h84c6 34-2 56-22 66H78c-20-10-28-32-22-66z" fill="#a1492f"/>'
        '<path d="M140 96c18-6 26-2 34-16l8 4c-4 26-18 34-42 36z" fill="#a1492f"/>'
        '<path d="M56 92c-28-8-34 32-4 40" fill="none" stroke="#873a24" stroke-width="8"/>'
        '<path d="M62 84c4-18 68-18 72 0z" fill="#873a24"/><circle cx="98" cy="64" r="7" fill="#5f2817"/>'
        '<path d="M66 106c18 8 46 8 66 0" fill="none" stroke="#c56a4b" stroke-width="4"/>',
        ("pot", "壶", "茶壶"),
        ("kitchen", "ceramics"),
    ),
    "book": Drawing(
        220,
        "#d9e2e4",
        '<ellipse cx="102" cy="190" rx="62" ry="8" fill="#bccacd"/>'
        '<path d="M52 44a10 10 0 0 1 10-10h84v140H62a10 10 0 0 0-10 10z" fill="#35506b"/>'
        '<path d="M52 184a10 10 0 0 1 10-10h84v14H62c-6 0-10-1-10-4z" fill="#f6efe2"/>'
        '<path d="M64 34h6v140h-6z" fill="#283f56"/>'
        '<rect x="84" y="60" width="46" height="34" rx="3" fill="#f6efe2"/>'
        '<path d="M92 72h30m-30 10h20" stroke="#35506b" stroke-width="4" stroke-linecap="round"/>'
        '<path d="M124 174v26l7-6 7 6v-26z" fill="#c8371e"/>',
        ("book", "novel", "书"),
        ("books",),
    ),
    "plant": Drawing(
        250,
        "#eae4d2",
        '<ellipse cx="100" cy="222" rx="54" ry="8" fill="#d2c9b0"/>'
        '<path d="M98 160c-4-40-40-44-52-76 36-2 54 22 54 52 0-40 8-70 44-92 12 44-8 80-40 92l-2 24z" fill="#4c7a4f"/>'
        '<path d="M100 164c2-24 22-38 50-40-2 26-22 40-48 44z" fill="#6b9a63"/>'
        '<path d="M64 160h72l-8 54a8 8 0 0 1-8 7H80a8 8 0 0 1-8-7z" fill="#c47a4d"/>'
        '<rect x="58" y="150" width="84" height="18" rx="5" fill="#ad6439"/>',
        ("plant", "orchid", "tree", "fern", "garden", "花", "植物"),
        ("plants",),
    ),
    "knife": Drawing(
        170,
        "#e6e2e0",
        '<path d="M24 128h152" stroke="#cfc8c4" stroke-width="12" stroke-linecap="round"/>'
        '<path d="M26 92c20-30 60-44 104-40v40z" fill="#b9c2c8"/>'
        '<path d="M26 92c30-10 66-14 104-14v14z" fill="#dde3e6"/>'
        '<rect x="130" y="52" width="8" height="42" fill="#8c6b3f"/>'
        '<path d="M138 56h34a10 10 0 0 1 10 10v8a14 14 0 0 1-14 14h-30z" fill="#4a3526"/>'
        '<circle cx="150" cy="72" r="3" fill="#d8c39a"/><circle cx="166" cy="71" r="3" fill="#d8c39a"/>',
        ("knife", "blade", "刀"),
        ("kitchen",),
    ),
    "scarf": Drawing(
        230,
        "#dcdfe8",
        '<path d="M52 66c0-34 96-34 96 0s-96 34-96 0z" fill="#7a3550"/>'
        '<path d="M66 66c0-16 68-16 68 0s-68 16-68 0z" fill="#4f2034"/>'
        '<path d="M60 78c8 14 26 16 40 14l-4 104H60z" fill="#96476a"/>'
        '<path d="M104 90c14 0 28-4 34-12l10 90h-38z" fill="#7a3550"/>'
        '<path d="M60 150h37m-37 14h37m11-30h36m-35 14h37" stroke="#e9c46a" stroke-width="5"/>'
        '<path d="M64 196v14m10-14v14m10-14v14m9-14v14m20-42v14m10-14v14m10-14v14m9-14v14" stroke="#7a3550" '
        'stroke-width="3"/>',
        ("scarf", "dress", "围巾"),
        ("clothing",),
    ),
    "headphones": Drawing(
        200,
        "#e0e4da",
        '<ellipse cx="100" cy="172" rx="58" ry="7" fill="#c7cdbd"/>'
        '<path d="M46 122V96a54 54 0 0 1 108 0v26" fill="none" stroke="#33383d" stroke-width="11"/>'
        '<rect x="34" y="104" width="30" height="54" rx="12" fill="#c8502f"/>'
        '<rect x="136" y="104" width="30" height="54" rx="12" fill="#c8502f"/>'
        '<rect x="56" y="108" width="12" height="46" rx="6" fill="#33383d"/>'
        '<rect x="132" y="108" width="12" height="46" rx="6" fill="#33383d"/>',
        ("headphone", "earbud", "audio", "耳机"),
        ("audio",),
    ),
    "bell": Drawing(
        180,
        "#efe3cf",
        '<ellipse cx="100" cy="152" rx="60" ry="8" fill="#d8c7a8"/>'
        '<path d="M24 136h152" stroke="#55595e" stroke-width="12" stroke-linecap="round"/>'
        '<rect x="86" y="118" width="28" height="26" rx="5" fill="#3c3f44"/>'
        '<path d="M50 112a50 50 0 0 1 100 0z" fill="#d2a03a"/><path d="M50 112h100v8H50z" fill="#ad7f22"/>'
        '<path d="M66 100a36 36 0 0 1 24-28" fill="none" stroke="#f1d58b" stroke-width="6" stroke-linecap="round"/>'
        '<circle cx="100" cy="58" r="6" fill="#ad7f22"/><path d="M150 108l20-14" stroke="#3c3f44" stroke-width="8" '
        'stroke-linecap="round"/>',
        ("bell", "bicycle", "bike", "铃", "自行车"),
        ("cycling",),
    ),
    "ring": Drawing(
        190,
        "#e8dde0",
        '<ellipse cx="100" cy="164" rx="50" ry="7" fill="#d0bfc4"/>'
        '<circle cx="100" cy="112" r="44" fill="none" stroke="#c99a3c" stroke-width="10"/>'
        '<path d="M66 84a44 44 0 0 1 20-14" fill="none" stroke="#f0d48d" stroke-width="4" stroke-linecap="round"/>'
        '<path d="M82 44h36l14 16-32 30-32-30z" fill="#4d8f9c"/><path d="M82 44h36l14 16H68z" fill="#7cb7c1"/>'
        '<path d="m88 60 12 30 12-30z" fill="#a7d3d9"/>',
        ("ring", "bracelet", "earring", "戒"),
        ("jewellery",),
    ),
}
