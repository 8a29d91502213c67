"""pagegen/assets.py: the stylesheet and the pictures of web/pages/ as C arrays under URLs that name their content."""
import hashlib
import os
import re

from pagegen.parse import Fault

TYPES = {'.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.ico': 'image/x-icon'}
IMMUTABLE = 'public, max-age=31536000, immutable'
BANNER = '/* Made by gen/pages.py from web/pages/: do not edit. */\n'
# What a picture may not hold: it would run script, load from elsewhere or break the pages' Content-Security-Policy.
SVG_REFUSED = re.compile(r'<(script|style|foreignObject|image|use|a)\b|\son[a-z]+=|\sstyle=|href=|url\((?!#)|<!', re.I)
CSS_REFUSED = re.compile(r'@import|@font-face|expression\(|https?:|//|\\', re.I)


class Asset:
    def __init__(self, name, path, content):
        self.name, self.path, self.content = name, path, content
        stem, ending = os.path.splitext(name)
        self.url = f'/static/{stem}-{hashlib.sha256(content).hexdigest()[:12]}{ending}'
        self.type = TYPES[ending]


def load(folder):
    """{name: Asset} of every asset; the stylesheets last, since they name the pictures by their URLs."""
    assets = {}
    names = [name for name in sorted(os.listdir(folder)) if os.path.splitext(name)[1] in TYPES]
    for name in sorted(names, key=lambda name: name.endswith('.css')):
        path = os.path.join(folder, name)
        with open(path, 'rb') as file:
            content = file.read()
        if name.endswith('.svg'):
            refuse(path, content.decode(), SVG_REFUSED)
        if name.endswith('.css'):
            content = stylesheet(path, content.decode(), assets).encode()
        assets[name] = Asset(name, path, content)
    return assets


def refuse(path, text, pattern):
    found = pattern.search(text)
    if found:
        raise Fault(path, 1 + text.count('\n', 0, found.start()), f'"{found.group().strip()}" has no place in an asset')


def stylesheet(path, text, assets):
    """`text` with url(name) turned into the URL of that asset, comments and indentation left out."""
    text = re.sub(r'/\*.*?\*/', lambda match: '\n' * match.group().count('\n'), text, flags=re.S)
    refuse(path, text, CSS_REFUSED)

    def url(match):
        if match.group(1) not in assets:
            line = 1 + text.count('\n', 0, match.start())
            raise Fault(path, line, f'there is no asset {match.group(1)}')
        return f'url({assets[match.group(1)].url})'

    text = re.sub(r'url\(([^)]*)\)', url, text)
    return '\n'.join(line.strip() for line in text.splitlines() if line.strip()) + '\n'


def check_classes(assets, used):
    """A class that a page uses is in a stylesheet, and the other way round: neither goes stale."""
    defined = {}
    for asset in assets.values():
        if asset.name.endswith('.css'):
            text = re.sub(r'url\([^)]*\)', '', asset.content.decode())
            for name in re.findall(r'\.([a-z][a-z0-9-]*)', text):
                defined[name] = asset.path
    for name, (path, line) in used.items():
        if defined and name not in defined:
            raise Fault(path, line, f'no stylesheet knows the class {name}')
    for name, path in defined.items():
        if name not in used:
            with open(path, encoding='utf-8') as file:
                text = file.read()
            raise Fault(path, 1 + text.count('\n', 0, text.find('.' + name)), f'no page uses the class {name}')


def source(assets):
    """page_assets.c"""
    out = [BANNER + '#include "signin/pages.h"\n']
    rows = []
    for i, asset in enumerate(assets.values()):
        lines = [', '.join(str(byte) for byte in asset.content[at:at + 24]) for at in range(0, len(asset.content), 24)]
        out.append(f'static const unsigned char asset_{i}[] = {{\n    ' + ',\n    '.join(lines) + ',\n};\n')
        rows.append(row(asset.url, asset.type, IMMUTABLE, i))
        if asset.name == 'favicon.ico':
            rows.append(row('/favicon.ico', asset.type, 'public, max-age=86400', i))
    out.append(f'const struct page_asset page_assets[] = {{\n{"".join(rows)}}};\n'
               f'const size_t n_page_assets = {len(rows)};\n')
    return '\n'.join(out)


def row(url, content_type, cache, i):
    return (f'    {{GH_S_INIT("{url}"), GH_S_INIT("{content_type}"), GH_S_INIT("{cache}"), '
            f'{{(const char *)asset_{i}, sizeof(asset_{i})}}}},\n')
