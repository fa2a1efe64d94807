-- Neovim as a client, run by .ci/editors: nvim --headless -u NONE -c 'luafile neovim.lua'
local deadline = 15000

local function quit(text)
  io.stdout:write((text or "CLIENT DONE") .. "\n")
  vim.cmd(text and "cquit 1" or "qall!")
end

local function main()
  local handle = assert(io.open(os.getenv("CASE")))
  local case = vim.fn.json_decode(handle:read("*a"))
  handle:close()

  -- what the user sees, in the order of .ci/editors
  local function shown()
    local all = {}
    for _, d in ipairs(vim.diagnostic.get(0)) do
      local line = vim.api.nvim_buf_get_lines(0, d.lnum, d.lnum + 1, false)[1] or ""
      local before = line:sub(1, d.col)
      local _, units = vim.str_utfindex(before) -- UTF-16
      table.insert(all, { d.lnum, units, d.code, d.severity })
    end
    table.sort(all, function(a, b)
      for i = 1, 4 do
        if a[i] ~= b[i] then return a[i] < b[i] end
      end
      return false
    end)
    return all
  end

  local function await(what, want)
    local function same() return vim.deep_equal(shown(), want) end
    if not vim.wait(deadline, same, 10) then
      error(what .. ": the diagnostics are not check's\nwant " .. vim.inspect(want) .. "\ngot " .. vim.inspect(shown()), 0)
    end
  end

  vim.cmd("filetype on")
  vim.o.fixendofline = false
  dofile(os.getenv("SETUPS") .. "/" .. (vim.lsp.config and "neovim.lua" or "neovim-before-0.11.lua"))
  vim.cmd("edit " .. vim.fn.fnameescape(case.file))
  assert(#case.before > 0, "a case without diagnostics")
  await("open", case.before)

  -- the command that a user calls, with the menu answered
  local titles, chosen = {}, false
  vim.ui.select = function(items, opts, choose)
    for _, item in ipairs(items) do
      local title = opts.format_item(item)
      table.insert(titles, title)
      if title == case.title then
        chosen = true
        choose(item)
        return
      end
    end
    choose(nil)
  end
  for _, d in ipairs(vim.diagnostic.get(0)) do
    if d.lnum == case.line and d.code == case.rule then
      vim.api.nvim_win_set_cursor(0, { d.lnum + 1, d.col })
    end
  end
  vim.lsp.buf.code_action()
  if not vim.wait(deadline, function() return chosen end, 10) then
    error("no action '" .. case.title .. "', but " .. vim.inspect(titles), 0)
  end
  await("after the fix", case.after)
  vim.cmd("write")
  await("after saving", case.after)

  local clients = (vim.lsp.get_clients or vim.lsp.get_active_clients)()
  assert(#clients == 1, "not one server, but " .. #clients)
  if vim.fn.has("nvim-0.11") == 1 then clients[1]:stop() else clients[1].stop() end
  local function stopped() return #(vim.lsp.get_clients or vim.lsp.get_active_clients)() == 0 end
  if not vim.wait(deadline, stopped, 10) then error("the server does not shut down", 0) end
end

local ok, problem = pcall(main)
quit(not ok and tostring(problem) or nil)
